using EntraEmulator.Faults;
using EntraEmulator.Hosting;
using EntraEmulator.Stats;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EntraEmulator.Grants;

/// <summary>There is no sign-in page; this says what to do instead.</summary>
internal sealed class AuthorizeEndpoint(FaultGate gate)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.Map("/{tenant}/oauth2/v2.0/authorize", AnswerAsync);
        routes.Map("/{tenant}/oauth2/authorize", AnswerAsync);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (await gate.AnsweredAsync(context, new FaultSubject(EmulatorEndpoint.Authorize))) return;
        await context.Response.WriteTextAsync(
            "Interactive sign-in is not emulated. GET /dev/token?user=alice gives a user's access token.\n", StatusCodes.Status501NotImplemented);
    }
}
