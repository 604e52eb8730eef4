using FunctionsObo.Tool.Cloud;
using FunctionsObo.Tool.Cloud.Graph;
using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Doctor;

/// <summary>Runs checks: each as soon as those before it are done, and all others beside it.</summary>
internal sealed class Examiner(Examination patient, Progress progress)
{
    private readonly Dictionary<string, Task<CheckReport>> _reports = new(StringComparer.Ordinal);

    /// <param name="checks">The checks; each after those that it names.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public async Task<IReadOnlyList<CheckReport>> RunAsync(IReadOnlyList<Check> checks, CancellationToken cancellationToken)
    {
        var byId = checks.ToDictionary(check => check.Id, StringComparer.Ordinal);
        foreach (var check in checks) _ = Begin(check, byId, cancellationToken);
        return await Task.WhenAll(checks.Select(check => _reports[check.Id]));
    }

    private Task<CheckReport> Begin(Check check, Dictionary<string, Check> byId, CancellationToken cancellationToken)
    {
        if (_reports.TryGetValue(check.Id, out var begun)) return begun;
        var before = check.After.Where(byId.ContainsKey).Select(id => Begin(byId[id], byId, cancellationToken)).ToList();
        return _reports[check.Id] = Task.Run(async () => new CheckReport(check, await LookAsync(check, before, cancellationToken)), cancellationToken);
    }

    private async Task<IReadOnlyList<Finding>> LookAsync(Check check, IReadOnlyList<Task<CheckReport>> before, CancellationToken cancellationToken)
    {
        var reports = await Task.WhenAll(before);
        if (Array.Find(reports, IsInTheWay) is { } first) return [Finding.Skipped($"because of {first.Check.Id}")];
        if (patient.Lacks(check.Needs) is { } lack) return [Finding.Unknown(lack)];
        using var looking = progress.Of(check);
        try
        {
            return await check.Look(patient, cancellationToken);
        }
        catch (GraphFault refused)
        {
            return [Finding.Unknown(
                $"Microsoft Graph refuses {refused.Call} with {(int)refused.Status} {refused.Code}: {refused.Message}",
                "Let somebody with the right Application.Read.All (or a directory role that reads applications) sign in.")];
        }
        catch (SignInException nobody)
        {
            return [Finding.Unknown($"{nobody.Message} {nobody.TheirText}".Trim()) with { IsUnreachable = nobody.IsUnreachable, IsRefused = !nobody.IsUnreachable }];
        }
        catch (UsageException unusable)
        {
            return [Finding.Unknown(unusable.Message)];
        }
        catch (Exception silent) when (silent is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
        {
            return [Finding.Unknown($"There was no answer: {silent.GetBaseException().Message}") with { IsUnreachable = true }];
        }
        catch (Exception unforeseen) when (unforeseen is not OperationCanceledException and not OutOfMemoryException)
        {
            // Its message may quote a secret; and one check that fails should not take the others along.
            return [Finding.Unknown($"Something went wrong in this tool that nobody foresaw ({unforeseen.GetType().Name}). Please report it.")];
        }
    }

    /// <summary>One that was left out is in the way as well: what kept it keeps those behind it.</summary>
    private static bool IsInTheWay(CheckReport report) => report.State == CheckState.Wrong || report.Findings.Any(finding => finding is { State: CheckState.Skipped });
}
