using System.Diagnostics;
using System.Text.Json;

namespace Local.Tests.Clients.Runtimes;

/// <summary>A script of the folder <c>Node</c>. It gets its input as JSON, its one argument, and answers with a line of JSON.</summary>
internal sealed class NodeScript : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private NodeScript(Process process) => (_process, _errors) = (process, process.StandardError.ReadToEndAsync());

    /// <summary>Starts a script. It is told to end by the end of its standard input.</summary>
    /// <param name="name">Its path in the folder.</param>
    /// <param name="input">What becomes its input.</param>
    /// <param name="trustFile">A file with certificates that it trusts besides those of all.</param>
    public static NodeScript Start(string name, object input, string? trustFile = null)
    {
        var start = new ProcessStartInfo(InstalledNode.Program!, [name, JsonSerializer.Serialize(input, JsonSerializerOptions.Web)])
        {
            WorkingDirectory = InstalledNode.Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (trustFile is not null) start.Environment["NODE_EXTRA_CA_CERTS"] = trustFile;
        return new NodeScript(Process.Start(start)!);
    }

    /// <summary>Runs a script to its end.</summary>
    /// <returns>Its answer.</returns>
    public static async Task<JsonElement> RunAsync(string name, object input, string? trustFile = null)
    {
        using var script = Start(name, input, trustFile);
        var answer = await script.AnswerAsync();
        await script.EndAsync();
        return answer;
    }

    /// <summary>Its next line; fails with what it said when it ended without one.</summary>
    public async Task<JsonElement> AnswerAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var line = await _process.StandardOutput.ReadLineAsync(limit.Token);
            if (line is null) Assert.Fail($"The script failed: {await _errors}");
            return JsonElement.Parse(line);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            Assert.Fail($"The script took longer than {Limit.TotalSeconds} s: {await _errors}");
            throw;
        }
    }

    public async Task EndAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(limit.Token);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
