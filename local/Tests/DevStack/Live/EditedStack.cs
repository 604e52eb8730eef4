using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using DevStack.DownstreamApis;
using DevStack.Live;
using DevStack.Startup;
using EntraEmulator.Dev;
using Local.Tests.EntraEmulator;
using Local.Tests.EntraEmulator.StackFiles;

namespace Local.Tests.DevStack.Live;

/// <summary>A stack that runs with a file of its own, which a test edits.</summary>
internal sealed class EditedStack : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly LiveStack _live;
    private readonly HttpClient _http;

    private EditedStack(DirectoryInfo folder, StackSource source, LocalStack stack)
    {
        (_folder, Stack, _http) = (folder, stack, stack.Emulator.CreateClient());
        _live = new LiveStack(stack, source, Output, Errors, TimeProvider.System);
    }

    /// <value>What the file says at the start: the default, and Stock.</value>
    public static string Before { get; } = StackText.DefaultWithApis(CannedApis.Stock);

    public LocalStack Stack { get; }

    public ConsoleLines Output { get; } = new();

    public ConsoleLines Errors { get; } = new();

    public string FileName => Path.Combine(_folder.FullName, "stack.json");

    public static async Task<EditedStack> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "stack.json"), Before);
        var source = StackSource.Find("stack.json", folder.FullName, folder.FullName);
        return new EditedStack(folder, source, await LocalStack.StartAsync(LocalStackOptions.On(source.Definition) with { WithoutApp = true }, CancellationToken.None));
    }

    public Task SaveAsync(string text) => File.WriteAllTextAsync(FileName, text);

    /// <summary>Saves as many editors do: another file takes the place of the old one.</summary>
    public async Task ExchangeFileAsync(string text)
    {
        var other = Path.Combine(_folder.FullName, ".stack.json.swp");
        await File.WriteAllTextAsync(other, text);
        File.Move(other, FileName, overwrite: true);
    }

    /// <summary>What an API answers to a user's token of the app.</summary>
    public async Task<JsonElement> GetAsync(DownstreamApi api, string path, string user, string audience)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(api.Address, path));
        var token = Stack.Emulator.IssueAccessToken(new TokenRequest { User = user, Audience = audience, Client = "functions" });
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async Task<TokenReply> ExchangeAsync(Dictionary<string, string> form)
    {
        using var content = new FormUrlEncodedContent(form);
        var response = await _http.PostAsync(new Uri(Stack.Emulator.Address, "contoso/oauth2/v2.0/token"), content);
        return new TokenReply(response, await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _live.DisposeAsync();
        await Stack.DisposeAsync();
        await Output.DisposeAsync();
        await Errors.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
