namespace FunctionsObo.Tests;

public sealed class TelemetryTests
{
    [Theory]
    [InlineData("/api/orders/7", "/api/orders/7")]
    [InlineData("/api/users/a11ce000-0000-4000-8000-000000000001/photo", "/api/users/*/photo")]
    [InlineData("/api/users/a11ce00000004000800000000000001f", "/api/users/*")]
    [InlineData("/api/users/alice@contoso.example/mail", "/api/users/*/mail")]
    [InlineData("/api/users/alice%40contoso.example", "/api/users/*")]
    [InlineData("https://login.example/a11ce000-0000-4000-8000-000000000001/oauth2/v2.0/token", "https://login.example/*/oauth2/v2.0/token")]
    [InlineData("/", "/")]
    [InlineData("", "")]
    public void A_path_is_shown_without_ids_and_addresses_of_people(string path, string shown) => Assert.Equal(shown, Telemetry.PublicPath(path));

    [Theory]
    [InlineData(200)]
    [InlineData(599)]
    [InlineData(600)]
    [InlineData(-1)]
    public void A_status_is_its_number(int code) => Assert.Equal(code, Telemetry.Status(code));
}
