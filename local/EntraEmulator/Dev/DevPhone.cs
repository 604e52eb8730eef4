using System.Globalization;
using System.Text.Json.Nodes;
using EntraEmulator.Errors;
using EntraEmulator.Hosting;
using EntraEmulator.Policies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EntraEmulator.Dev;

/// <summary>The phone of a user, for scripts: what waits on it, and the number.</summary>
internal sealed class DevPhone(SecondFactors factors)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        var dev = routes.MapGroup("/dev");
        DevEndpoints.Map(dev, "GET", "/phone", context => context.Response.WriteJsonAsync(Waiting(), options: DevJson.Options));
        DevEndpoints.Map(dev, "POST", "/phone", context => DevEndpoints.DoAsync(context, () => Answer(context.Request.Query)));
    }

    /// <summary>Without the numbers: those are on the pages.</summary>
    private JsonArray Waiting() => new([.. factors.Waiting.Select(one => new JsonObject { ["user"] = one.User.Mail, ["application"] = one.Client.Name })]);

    private void Answer(IQueryCollection query)
    {
        var user = query["user"].ToString();
        if (factors.Waiting.LastOrDefault(one => one.User.IsCalled(user)) is not { } waiting)
            throw new DevRequestException($"Nothing waits on the phone of '{user}'. GET /dev/phone lists what does; POST /dev/sign-in with {{\"numberMatching\":true}} switches numbers on.");
        if (!int.TryParse(query["number"], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) throw new DevRequestException("'number' is the one that the page shows: /dev/phone?user=alice&number=42.");
        factors.Answer(waiting.Id, number);
    }
}
