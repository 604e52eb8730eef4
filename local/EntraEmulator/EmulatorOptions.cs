using EntraEmulator.Policies;
using EntraEmulator.Tenants;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EntraEmulator;

/// <summary>How an <see cref="Emulator"/> starts.</summary>
public sealed class EmulatorOptions
{
    /// <value>The TCP port on the loopback interface, 0 to 65535; 0 takes any free one. The default is 7443.</value>
    public int Port { get; set; } = 7443;

    /// <value>The host name in all of its addresses. The default is <c>localhost</c>; another is reached by <see cref="Emulator.CreateHandler"/> alone.</value>
    public string HostName { get; set; } = "localhost";

    /// <value>The clock that tokens are issued and judged by, and that scripted delays wait on. The default is the system's.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <value>Tenants, users and app registrations. The default is <see cref="TenantDirectory.CreateDefault"/>.</value>
    public TenantDirectory Directory { get; set; } = TenantDirectory.CreateDefault();

    /// <value>Policies and switches of the sign-in, which may change while it runs. The default is no policy.</value>
    public AccessPolicies Policies { get; set; } = new();

    /// <value>Where refusals and scripted faults are logged, with the trace of the request. The default is nowhere.</value>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;
}
