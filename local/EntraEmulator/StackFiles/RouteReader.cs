using System.Text.Json;
using Microsoft.AspNetCore.Routing.Patterns;

namespace EntraEmulator.StackFiles;

/// <summary>Reads the <c>routes</c> of an API.</summary>
internal sealed class RouteReader(StackErrors errors, IReadOnlyCollection<string> scopes, IReadOnlyCollection<string> roles)
{
    private static readonly Rule Method = Rule.OneOf("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");

    // The claims of every token, and those of a user's alone.
    private static readonly string[] Claims = ["aud", "azp", "iss", "oid", "sub", "tid", "uti"];
    private static readonly string[] UserClaims = [.. Claims, "name", "preferred_username", "scp"];

    private readonly Unique _seen = new(errors);

    public IReadOnlyList<RouteDefinition> Read(Section api) =>
        [.. api.Sections("routes", "path", "method", "scope", "appRole", "status", "headers", "answer").Select(Route)];

    private RouteDefinition Route(Section route)
    {
        var (method, path) = (route.OptionalText("method", Method) ?? "GET", route.Text("path", Rule.Text with { Example = "\"/items/{id}\"" }));
        CheckPermission(route);
        var claims = route.Has("scope") ? UserClaims : Claims;
        IReadOnlyList<string> known = [.. Pattern(route.Find("path"), method, claims), .. claims];
        var status = route.OptionalNumber("status", "status", 200, 599, usual: 200);
        if (route.Find("answer") is { } body && status is 204 or 205 or 304) errors.Add(body.NamePlace, $"{body.Path} cannot be, as an answer with status {status} has no body. Remove it, or take another status.");
        return new RouteDefinition(method, path)
        {
            Scope = route.Find("scope") is { } scope ? route.Reference(scope, "scope of this API", scopes) : null,
            AppRole = route.Find("appRole") is { } role ? route.Reference(role, "app role of this API", roles) : null,
            Status = status,
            Headers = Headers(route, known),
            Answer = route.Find("answer") is { } answer ? AnswerTemplate.From(answer, text => Template(text, known)) : null,
        };
    }

    private void CheckPermission(Section route)
    {
        if (route.Has("scope") && route.Has("appRole"))
            errors.Add(route.Find("appRole")!.NamePlace, $"{route.Find("appRole")!.Path} stands beside a scope. Remove one: a token has scopes (of a user) or app roles (of the app itself).");
        else if (!route.Has("appRole"))
            route.Required("scope", "\"Stock.Read\", or \"appRole\"");
    }

    /// <returns>The names of the values in a route's path.</returns>
    private List<string> Pattern(Located? path, string method, IReadOnlyCollection<string> claims)
    {
        if (path is not { Kind: JsonValueKind.String, Text.Length: > 0 }) return [];
        if (!path.Text.StartsWith('/')) errors.Add(path, "which does not begin with a slash. Write one such as \"/items/{id}\".");
        if (path.Text.StartsWith("/dev/", StringComparison.OrdinalIgnoreCase)) errors.Add(path, "and what is below /dev is the stack's own. Write another path.");
        try
        {
            var pattern = RoutePatternFactory.Parse(path.Text);
            if (_seen.First(path, $"{method} {ShapeOf(pattern)}") is { } first)
                errors.Add(path, $"and {first.Path} in line {first.Place.Line} is for the same requests. Change one.");
            foreach (var value in pattern.Parameters)
            {
                if (claims.Contains(value.Name, StringComparer.OrdinalIgnoreCase)) errors.Add(path, $"and {{{value.Name}}} in it has the name of a claim. Give it another one.");
                if (value.ParameterPolicies.Count > 0) errors.Add(path, $"and {{{value.Name}:…}} in it has a constraint, which is not for this file. Write {{{value.Name}}}.");
            }

            return [.. pattern.Parameters.Select(parameter => parameter.Name)];
        }
        catch (RoutePatternException failure)
        {
            errors.Add(path, $"which is no path. {failure.Message}");
            return [];
        }
    }

    /// <summary>Two paths that differ in nothing but the names of their values fit the same requests.</summary>
    private static string ShapeOf(RoutePattern pattern) => string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Select(part => part switch
    {
        RoutePatternParameterPart { IsCatchAll: true } => "{*}",
        RoutePatternParameterPart => "{}",
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        _ => "",
    }))));

    private Dictionary<string, AnswerText> Headers(Section route, IReadOnlyList<string> known)
    {
        var headers = new Dictionary<string, AnswerText>(StringComparer.OrdinalIgnoreCase);
        if (route.Find("headers") is not { } json) return headers;
        if (json.Kind != JsonValueKind.Object) errors.Add(json, "which is no object. Write one: { \"Location\": \"/items/{id}\" }.");
        foreach (var (name, value) in json.Members)
            headers[name] = Header(name, value, known);
        return headers;
    }

    private AnswerText Header(string name, Located value, IReadOnlyList<string> known)
    {
        if (!name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-') || name.Length == 0)
            errors.Add(value.NamePlace, $"{value.Path} is no header's name of letters, digits and '-'. Write one such as \"Location\".");
        if (name.ToLowerInvariant() is "content-length" or "transfer-encoding" or "connection")
            errors.Add(value.NamePlace, $"{value.Path} is the server's to say. Remove it.");
        if (value.Kind != JsonValueKind.String || value.Text.Any(letter => letter is < ' ' or > '~'))
            errors.Add(value, "which is no header's value of ASCII letters. Write one such as \"/items/{id}\".");
        return Template(value, known);
    }

    private AnswerText Template(Located text, IReadOnlyList<string> known)
    {
        if (AnswerText.Parse(text.Text) is not { } template)
        {
            errors.Add(text, "in which a brace has no partner. Write {{ or }} for the brace itself.");
            return AnswerText.Parse("")!;
        }

        foreach (var name in template.Placeholders.Where(name => !known.Contains(name, StringComparer.Ordinal)))
            errors.Add(text, $"and there is no {{{name}}}. Known here: {string.Join(", ", known.Select(one => $"{{{one}}}"))}. Write {{{{ for a brace itself.");
        return template;
    }
}
