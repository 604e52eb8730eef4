using System.Net;
using FunctionsObo.Tool.Output;

namespace FunctionsObo.Tool.Cloud.Graph;

/// <summary>
/// Waits out the directory's replication: what was just made is not there yet for the next call, and each call says so in a way of its own
/// (https://learn.microsoft.com/graph/api/resources/application, https://github.com/hashicorp/terraform-provider-azuread).
/// </summary>
internal sealed class Replication(Terminal terminal)
{
    /// <summary>Seconds before each further try: two minutes and a half in all.</summary>
    private static readonly int[] Delays = [1, 2, 4, 8, 15, 30, 30, 30, 30];

    private readonly Waiting _waiting = new(terminal);

    /// <param name="what">What has to be there, for the line that says what is waited for.</param>
    /// <param name="call">What needs it.</param>
    /// <param name="isMissing">Whether a failure says that it is not there.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public async Task<T> WaitOutAsync<T>(string what, Func<Task<T>> call, Predicate<Exception> isMissing, CancellationToken cancellationToken)
    {
        foreach (var delay in Delays)
        {
            try
            {
                return await call();
            }
            catch (Exception failure) when (isMissing(failure))
            {
                await _waiting.ForAsync($"the directory to show {what} everywhere", TimeSpan.FromSeconds(delay), cancellationToken);
            }
        }

        return await call();
    }

    /// <inheritdoc cref="WaitOutAsync{T}(string, Func{Task{T}}, Predicate{Exception}, CancellationToken)"/>
    public Task<T> WaitOutAsync<T>(string what, Func<Task<T>> call, CancellationToken cancellationToken) => WaitOutAsync(what, call, IsNotThereYet, cancellationToken);

    /// <summary>Graph has a code for few of these; for the others only the words tell them from a mistake.</summary>
    private static bool IsNotThereYet(Exception failure) => failure is GraphFault fault && fault switch
    {
        { Status: HttpStatusCode.NotFound } => true,
        { Status: HttpStatusCode.BadRequest } => fault.Is("NoBackingApplicationObject") || Says(fault, "does not reference a valid application object", "reference-property objects", "Not a valid reference update", "Permission Id that cannot be found"),
        { Status: HttpStatusCode.Forbidden } => Says(fault, "backing application"),
        _ => false,
    };

    private static bool Says(GraphFault fault, params string[] parts) => parts.Any(part => fault.Message.Contains(part, StringComparison.OrdinalIgnoreCase));
}
