using System.Runtime.ExceptionServices;
using Local.Tests.EntraEmulator;
using Microsoft.Azure.Functions.Worker.Http;

namespace Local.Tests.FunctionsHost.Support;

/// <summary>Assertions that run inside a function; their failure is brought out to the test.</summary>
internal sealed class Probe(Action<HttpRequestData> assert)
{
    private Exception? _failure = new InvalidOperationException("The function was not reached.");

    public void Run(HttpRequestData request)
    {
        _failure = null;
        _failure = Record.Exception(() => assert(request));
    }

    public void ThrowIfFailed()
    {
        if (_failure is not null) ExceptionDispatchInfo.Throw(_failure);
    }
}
