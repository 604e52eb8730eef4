using System.Globalization;
using System.Text.Json.Nodes;
using EntraEmulator.Errors;

namespace EntraEmulator.Graph.Queries;

/// <summary>Answers with objects as the query wants them: <c>$filter</c>, <c>$select</c>, <c>$top</c>, and a link to the next page.</summary>
internal static class Listing
{
    private const int UsualPage = 100;
    private const int LargestPage = 999;

    private static readonly string[] Known = ["$filter", "$select", "$top", "$skiptoken"];

    /// <param name="call">The request.</param>
    /// <param name="path">The address of the list behind the root.</param>
    /// <param name="context">What the context says.</param>
    /// <param name="all">All that could be in it.</param>
    /// <param name="filterable">Properties that may stand in a filter.</param>
    public static GraphReply Answer(GraphCall call, string path, string context, IEnumerable<JsonObject> all, IReadOnlyList<string> filterable)
    {
        CheckOptions(call, Known);
        var filter = call.Query.TryGetValue("$filter", out var text) ? Filter.Parse(text, filterable) : null;
        var found = all.Where(one => filter?.Holds(one) != false).ToList();
        var page = Number(call, "$top", UsualPage, 1, LargestPage);
        var from = Number(call, "$skiptoken", 0, 0, int.MaxValue);
        var body = new JsonObject();
        if (from + page < found.Count) body["@odata.nextLink"] = NextLink(call, path, from + page);
        body["value"] = new JsonArray([.. found.Skip(from).Take(page).Select(one => Selected(call, one))]);
        return new GraphReply(200, body, Context(call, context));
    }

    public static GraphReply One(GraphCall call, string context, JsonObject one)
    {
        CheckOptions(call, ["$select"]);
        return new GraphReply(200, Selected(call, one), $"{Context(call, context)}/$entity");
    }

    private static void CheckOptions(GraphCall call, string[] known)
    {
        foreach (var name in call.Query.Keys.Where(name => name.StartsWith('$')))
            if (!known.Contains(name, StringComparer.Ordinal)) throw GraphErrors.Unsupported($"Unsupported query option '{name}'.");
    }

    private static int Number(GraphCall call, string option, int usual, int least, int most)
    {
        if (!call.Query.TryGetValue(option, out var text)) return usual;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw GraphErrors.With(400, "Request_BadRequest", $"Invalid value '{text}' for {option} query option found. It has to be a number from {least} to {most}.");
    }

    private static string NextLink(GraphCall call, string path, int from)
    {
        var options = call.Query.Where(one => one.Key != "$skiptoken").Append(KeyValuePair.Create("$skiptoken", from.ToString(CultureInfo.InvariantCulture)));
        return $"{call.Root}/{path}?{string.Join('&', options.Select(one => $"{one.Key}={Uri.EscapeDataString(one.Value)}"))}";
    }

    private static string Context(GraphCall call, string context) => call.Query.TryGetValue("$select", out var select) ? $"{context}({select})" : context;

    private static JsonObject Selected(GraphCall call, JsonObject one)
    {
        if (!call.Query.TryGetValue("$select", out var select)) return one;
        var selected = new JsonObject();
        foreach (var name in select.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!one.TryGetPropertyValue(name, out var value)) throw GraphErrors.With(400, "BadRequest", $"Parsing OData Select and Expand failed: Could not find a property named '{name}'.");
            selected[name] = value?.DeepClone();
        }

        return selected;
    }
}
