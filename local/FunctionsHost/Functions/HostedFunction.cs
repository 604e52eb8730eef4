using System.Text.Json;
using FunctionsHost.Diagnostics;
using FunctionsHost.Rpc;

namespace FunctionsHost.Functions;

/// <summary>A function as its worker describes it: what triggers it, and for HTTP where it answers.</summary>
/// <param name="Metadata">What the worker said, with the bindings filled in that it wants to be told again.</param>
/// <param name="Trigger">The binding that starts it.</param>
/// <param name="HttpOutput">The name of the output that is the HTTP answer: <c>$return</c>, or a property's.</param>
internal sealed record HostedFunction(RpcFunctionMetadata Metadata, TriggerBinding Trigger, string? HttpOutput)
{
    public string Name => Metadata.Name;

    public bool IsHttp => Trigger.Type.Equals("httpTrigger", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="FunctionsHostException">The function has no name that the host takes, or no trigger.</exception>
    public static HostedFunction Read(RpcFunctionMetadata metadata)
    {
        if (!IsName(metadata.Name) || metadata.Name.Equals("host", StringComparison.OrdinalIgnoreCase))
            throw new FunctionsHostException($"Function '{metadata.Name}' has a name that the host refuses: a letter first, then letters, digits, - and _, at most 128, and not 'host'.");

        TriggerBinding? trigger = null;
        string? output = null;
        metadata.Bindings.Clear();
        foreach (var raw in metadata.RawBindings)
        {
            using var document = Parse(raw, metadata.Name);
            var binding = document.RootElement;
            if (Text(binding, "name") is not { } name || Text(binding, "type") is not { } type) throw new FunctionsHostException($"Function '{metadata.Name}' has a binding without a name or a type.");
            var direction = Text(binding, "direction");
            var isOutput = string.Equals(direction, "out", StringComparison.OrdinalIgnoreCase);
            metadata.Bindings[name] = new BindingInfo { Type = type, Direction = isOutput ? BindingInfo.Types.Direction.Out : BindingInfo.Types.Direction.In };
            if (isOutput && type.Equals("http", StringComparison.OrdinalIgnoreCase)) output = name;
            if (!isOutput && type.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase))
                trigger = new TriggerBinding(name, type, Text(binding, "route"), Methods(binding));
        }

        return new HostedFunction(metadata, trigger ?? throw new FunctionsHostException($"Function '{metadata.Name}' has no trigger."), output);
    }

    private static JsonDocument Parse(string binding, string function)
    {
        try
        {
            var document = JsonDocument.Parse(binding);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw new JsonException("it is not an object.");
        }
        catch (JsonException broken)
        {
            throw new FunctionsHostException($"A binding of function '{function}' cannot be read: {broken.Message}", broken);
        }
    }

    private static JsonElement? Member(JsonElement binding, string name) =>
        binding.EnumerateObject().FirstOrDefault(member => member.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) is { Value.ValueKind: not JsonValueKind.Undefined } found
            ? found.Value
            : null;

    private static string? Text(JsonElement binding, string name) => Member(binding, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static string[]? Methods(JsonElement binding) => Member(binding, "methods") is { ValueKind: JsonValueKind.Array } methods && methods.GetArrayLength() > 0
        ? [.. methods.EnumerateArray().Select(method => method.ToString())]
        : null;

    private static bool IsName(string name) =>
        name.Length is > 0 and <= 128 && char.IsAsciiLetter(name[0]) && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-');
}

/// <summary>What starts a function. Route and methods are null where the function does not say any, which means its name and all.</summary>
internal sealed record TriggerBinding(string Name, string Type, string? Route, IReadOnlyList<string>? Methods);
