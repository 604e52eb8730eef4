using System.Text.Json;

namespace Local.Tests.EntraEmulator;

/// <summary>What the token endpoint answered.</summary>
public sealed record TokenReply(HttpResponseMessage Response, JsonElement Body)
{
    public int Status => (int)Response.StatusCode;

    public string? Error => Text("error");

    public int Code => Body.GetProperty("error_codes")[0].GetInt32();

    public JsonElement Claims => Some.Payload(Text("access_token")!);

    public static void Refused(TokenReply reply, int status, string error, int code) =>
        Assert.Equal((status, error, code), (reply.Status, reply.Error, reply.Code));

    public string? Text(string member) => Body.TryGetProperty(member, out var value) ? value.GetString() : null;
}
