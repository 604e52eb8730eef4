namespace FunctionsObo.Testing;

/// <summary>Starts apps for tests.</summary>
public static class ProtectedFunctions
{
    /// <summary>
    /// Starts a whole app in this process: its own program on the real worker, an identity platform of its own, the APIs that it
    /// calls in memory. It shares nothing with others, so any number may run at the same time.
    /// </summary>
    /// <typeparam name="TProgram">The app's Program, or any type of its assembly.</typeparam>
    /// <param name="options">How it differs from itself; nothing is needed.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The app, to be disposed by the test.</returns>
    /// <exception cref="Registration.ConfigurationException">The app's configuration is wrong; the message names every key and its fix.</exception>
    /// <exception cref="TimeoutException">The start took longer than <see cref="TestAppOptions.StartLimit"/>; the message says what waits.</exception>
    public static Task<TestApp> StartAsync<TProgram>(TestAppOptions? options = null, CancellationToken cancellationToken = default) =>
        TestApp.StartAsync<TProgram>(options ?? new TestAppOptions(), cancellationToken);
}
