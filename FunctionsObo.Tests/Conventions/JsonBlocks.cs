using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EntraEmulator.StackFiles;
using TestSupport;

namespace FunctionsObo.Tests.Conventions;

/// <summary>What a page's block of JSON is, and what is wrong with it.</summary>
internal static partial class JsonBlocks
{
    private const string PartOfStack = "in stack.json: ";

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly string[] StackSections = ["$schema", "tenants", "app", "clients", "downstreamApis", "policies", "signIn"];
    private static readonly string[] SettingsFile = ["IsEncrypted", "Values", "Host", "ConnectionStrings"];
    private static readonly string[] HostSettings = ["FUNCTIONS_WORKER_RUNTIME", "AzureWebJobsStorage"];
    private static readonly string[] SettingSections = ["AzureAd", "DownstreamApis", "OnBehalfOf", "TokenCache", "Baggage"];

    /// <summary>What is wrong with a block; nothing if it is a stack file, a part of one, settings, or something else that its comment names.</summary>
    /// <param name="code">The block.</param>
    /// <param name="comment">The HTML comment above it: <c>in stack.json: app</c> says where a part belongs.</param>
    public static IReadOnlyList<string> Errors(string code, string? comment)
    {
        JsonNode? json;
        try
        {
            json = JsonNode.Parse(code, documentOptions: Lenient);
        }
        catch (JsonException failure)
        {
            return [failure.Message];
        }

        var keys = json is JsonObject members ? members.Select(member => member.Key).ToList() : [];
        if (comment?.StartsWith(PartOfStack, StringComparison.Ordinal) == true) return StackErrors(WithPart(json!, comment[PartOfStack.Length..]));
        if (keys.Exists(StackSections.Contains)) return StackErrors(WithSections(json!.AsObject()));
        if (keys.Contains("Values")) return [.. keys.Except(SettingsFile), .. Unread(json!["Values"]!.AsObject().Select(value => value.Key).Except(HostSettings))];
        if (keys.Exists(key => SettingSections.Contains(key.Split(':', '_')[0]))) return [.. Unread(Keys(json!, ""))];
        return comment is { Length: > 0 } ? [] : ["It is no stack file and no settings: say in a comment above what it is."];
    }

    private static IReadOnlyList<string> StackErrors(JsonNode file)
    {
        try
        {
            StackDefinition.Read(Encoding.UTF8.GetBytes(file.ToJsonString()), "the block");
            return [];
        }
        catch (StackFileException failure)
        {
            return failure.Errors;
        }
    }

    /// <summary>The default, with a block's sections in place of its own; a block with tenants and an app is a file by itself.</summary>
    private static JsonNode WithSections(JsonObject block)
    {
        if (block.ContainsKey("tenants") && block.ContainsKey("app")) return block;
        var file = Default();
        foreach (var (name, section) in block)
            file[name] = section?.DeepClone();
        return file;
    }

    /// <summary>The default, with a block added to the list at a place such as <c>tenants[0].users</c>, or with its members in the object there.</summary>
    private static JsonNode WithPart(JsonNode block, string place)
    {
        var file = Default();
        JsonNode at = file;
        foreach (Match step in Step().Matches(place))
            at = (int.TryParse(step.Value, out var index) ? at[index] : at[step.Value]) ?? throw new InvalidOperationException($"stack.json has no {place}.");
        if (at is JsonArray list) list.Add(block.DeepClone());
        else
            foreach (var (name, value) in block.AsObject())
                at[name] = value?.DeepClone();
        return file;
    }

    private static JsonNode Default() => JsonNode.Parse(File.ReadAllText(Repository.PathOf(Path.Combine("local", "stack.json"))), documentOptions: Lenient)!;

    private static IEnumerable<string> Unread(IEnumerable<string> keys) => keys.Where(key => !SettingNames.IsRead(SettingNames.Normal(key))).Select(key => $"{key} is a setting that nobody reads.");

    private static IEnumerable<string> Keys(JsonNode? json, string prefix) => json switch
    {
        JsonObject members => members.SelectMany(member => Keys(member.Value, prefix.Length == 0 ? member.Key : $"{prefix}:{member.Key}")),
        JsonArray items => items.SelectMany((item, index) => Keys(item, $"{prefix}:{index}")),
        _ => [prefix],
    };

    [GeneratedRegex(@"\w+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Step();
}
