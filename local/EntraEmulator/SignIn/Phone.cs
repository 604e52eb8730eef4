using System.Globalization;
using EntraEmulator.Policies;
using EntraEmulator.SignIn.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EntraEmulator.SignIn;

/// <summary>The phone that a number is typed on.</summary>
internal sealed class Phone(SecondFactors factors)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(PhonePage.Address, context => PhonePage.WriteAsync(context, factors.Waiting));
        routes.MapPost(PhonePage.Address, TakeAsync);
    }

    private async Task TakeAsync(HttpContext context)
    {
        var form = await context.FormAsync();
        var isNumber = int.TryParse(form["number"], NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        factors.Answer(form["handle"].ToString(), form["answer"] == "yes" && isNumber ? number : null);
        context.SeeOther(PhonePage.Address);
    }
}
