using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EntraEmulator.Errors;
using EntraEmulator.Graph.Queries;
using EntraEmulator.Tenants;

namespace EntraEmulator.Graph.Applications;

/// <summary>Trust in issuers of tokens: https://learn.microsoft.com/graph/api/resources/federatedidentitycredential.</summary>
internal static partial class FederatedCredentials
{
    private const int Most = 20;
    private const int LongestText = 600;

    public static GraphReply Answer(GraphCall call, string key) => (call.Method, call.Segments) switch
    {
        ("GET", [_, _, _]) => List(call, key),
        ("POST", [_, _, _]) => Create(call, ApplicationCalls.FindToChange(call, key), call.Body),
        ("GET", [_, _, _, var id]) => Get(call, key, id),
        ("PATCH", [_, _, _, var id]) => Patch(call, ApplicationCalls.FindToChange(call, key), id),
        ("DELETE", [_, _, _, var id]) => Delete(ApplicationCalls.FindToChange(call, key), id),
        _ => throw GraphRoutes.Unknown(call),
    };

    private static GraphReply List(GraphCall call, string key)
    {
        call.Caller.NeedsToReadApplications();
        var app = ApplicationCalls.Find(call, key);
        return Listing.Answer(call, Address(app), $"applications('{app.ObjectId}')/federatedIdentityCredentials", app.Credentials.Federated.Select(Document), ["name", "issuer", "subject"]);
    }

    private static GraphReply Get(GraphCall call, string key, string id)
    {
        call.Caller.NeedsToReadApplications();
        var app = ApplicationCalls.Find(call, key);
        return Listing.One(call, $"applications('{app.ObjectId}')/federatedIdentityCredentials", Document(Find(app, id) ?? throw GraphErrors.NotFound(id)));
    }

    private static GraphReply Create(GraphCall call, AppRegistration app, JsonObject body)
    {
        var added = Read(body, body.RequiredText("name", "FederatedIdentityCredential"));
        if (!UrlSafe().IsMatch(added.Name!)) throw GraphErrors.InvalidValue("name", "It has 1 to 120 letters, digits, hyphens and underscores.");
        if (app.Credentials.Federated.Length >= Most) throw GraphErrors.Bad($"Total number of FederatedIdentityCredentials on this object has exceeded the maximum of {Most}.");
        Check(app, added, except: null);
        app.Credentials.AddFederatedCredential(added);
        return new GraphReply(201, Document(added), $"applications('{app.ObjectId}')/federatedIdentityCredentials/$entity", $"{Address(app)}/{added.Id}");
    }

    private static GraphReply Patch(GraphCall call, AppRegistration app, string id)
    {
        if (Find(app, id) is not { } old)
        {
            var (property, name) = GraphPath.Key(id, "name");
            if (!call.CreateIfMissing || property != "name") throw GraphErrors.NotFound(id);
            var body = call.Body.DeepClone().AsObject();
            body["name"] = name;
            return Create(call, app, body);
        }

        if (call.Body.Text("name") is { } other && other != NameOf(old)) throw GraphErrors.Bad("Property 'name' is immutable and cannot be changed.");
        var merged = Document(old);
        merged.Remove("id");
        foreach (var (name, value) in call.Body) merged[name] = value?.DeepClone();
        var read = Read(merged, NameOf(old));
        var changed = old with { Issuer = read.Issuer, Subject = read.Subject, Audience = read.Audience, Description = read.Description, Name = read.Name };
        Check(app, changed, old);
        app.Credentials.RemoveFederatedCredential(old).AddFederatedCredential(changed);
        return GraphReply.Nothing;
    }

    private static GraphReply Delete(AppRegistration app, string id)
    {
        app.Credentials.RemoveFederatedCredential(Find(app, id) ?? throw GraphErrors.NotFound(id));
        return GraphReply.Nothing;
    }

    private static FederatedCredential Read(JsonObject body, string name)
    {
        body.OnlyHas("audiences", "description", "issuer", "name", "subject");
        var (issuer, subject, audiences) = (body.RequiredText("issuer", "FederatedIdentityCredential"), body.RequiredText("subject", "FederatedIdentityCredential"), body.Texts("audiences"));
        if (audiences.Count != 1) throw GraphErrors.InvalidValue("audiences", "It has exactly one audience, usually api://AzureADTokenExchange.");
        if (new[] { issuer, subject, audiences[0] }.Any(text => text.Length > LongestText)) throw GraphErrors.Bad($"Issuer, subject and audience have at most {LongestText} characters.");
        return new FederatedCredential(issuer, subject, SigningKey: null) { Audience = audiences[0], GivenId = Guid.NewGuid(), Name = name, Description = body.Text("description") };
    }

    private static void Check(AppRegistration app, FederatedCredential wanted, FederatedCredential? except)
    {
        var others = app.Credentials.Federated.Where(one => one != except).ToList();
        if (others.Exists(one => string.Equals(NameOf(one), wanted.Name, StringComparison.OrdinalIgnoreCase)))
            throw GraphErrors.With(409, "Request_MultipleObjectsWithSameKeyValue", $"FederatedIdentityCredential with name {wanted.Name} already exists.");
        if (others.Exists(one => one.Issuer == wanted.Issuer && one.Subject == wanted.Subject))
            throw GraphErrors.With(409, "Request_MultipleObjectsWithSameKeyValue", "FederatedIdentityCredential with the same issuer and subject already exists on this object.");
    }

    private static FederatedCredential? Find(AppRegistration app, string key)
    {
        var (property, value) = GraphPath.Key(key, "name");
        return app.Credentials.Federated.FirstOrDefault(one =>
            string.Equals(one.Id.ToString(), value, StringComparison.OrdinalIgnoreCase) || (property == "name" && string.Equals(NameOf(one), value, StringComparison.OrdinalIgnoreCase)));
    }

    private static string NameOf(FederatedCredential one) => one.Name ?? one.Id.ToString();

    private static string Address(AppRegistration app) => $"applications/{app.ObjectId}/federatedIdentityCredentials";

    private static JsonObject Document(FederatedCredential one) => new()
    {
        ["id"] = one.Id.ToString(),
        ["name"] = NameOf(one),
        ["issuer"] = one.Issuer,
        ["subject"] = one.Subject,
        ["description"] = one.Description,
        ["audiences"] = new JsonArray(one.Audience),
    };

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_-]{0,119}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UrlSafe();
}
