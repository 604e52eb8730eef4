using System.Text.Json;
using FunctionsHost.Diagnostics;
using Microsoft.Extensions.Configuration;

namespace FunctionsHost.Configuration;

/// <summary>A JSON file with comments and trailing commas allowed, as the host and Core Tools read theirs.</summary>
internal static class SettingsFile
{
    private static readonly JsonDocumentOptions Tolerant = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <returns>The file's settings by path, case-insensitive, or null when there is no such file.</returns>
    /// <exception cref="FunctionsHostException">The file is not a JSON object, or a key stands in it twice.</exception>
    public static IConfigurationRoot? ReadSettings(string path) => Read(path, static stream => new ConfigurationBuilder().AddJsonStream(stream).Build());

    /// <returns>The file's top-level object, or null when there is no such file.</returns>
    /// <exception cref="FunctionsHostException">The file is not a JSON object.</exception>
    public static JsonElement? ReadObject(string path) => Read(path, static stream =>
    {
        using var document = JsonDocument.Parse(stream, Tolerant);
        return document.RootElement.ValueKind == JsonValueKind.Object
            ? (JsonElement?)document.RootElement.Clone()
            : throw new FormatException("it is not a JSON object.");
    });

    private static T? Read<T>(string path, Func<Stream, T> parse)
    {
        if (!File.Exists(path)) return default;
        try
        {
            using var stream = File.OpenRead(path);
            return parse(stream);
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or JsonException or IOException or UnauthorizedAccessException)
        {
            throw new FunctionsHostException(Explain(path, e), e);
        }
    }

    /// <summary>Where it is broken, counted as editors count; the parser counts from zero, and says so at the end of its message.</summary>
    private static string Explain(string path, Exception failure) => (failure as JsonException ?? failure.InnerException as JsonException) switch
    {
        { LineNumber: { } line, BytePositionInLine: { } position } broken =>
            $"{path} cannot be read: line {line + 1}, column {position + 1}: {broken.Message.Split(" LineNumber:")[0]}",
        _ => $"{path} cannot be read: {failure.Message}",
    };

    public static bool IsObject(this IConfigurationSection section) => section.Value is null && section.GetChildren().Any();
}
