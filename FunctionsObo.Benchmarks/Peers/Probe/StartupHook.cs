using System.Diagnostics.CodeAnalysis;
using Probe;

/// <summary>
/// What the runtime calls before Main in every process that has this assembly in <c>DOTNET_STARTUP_HOOKS</c>
/// (https://github.com/dotnet/runtime/blob/main/docs/design/features/host-startup-hook.md): no app needs code for being measured.
/// </summary>
[SuppressMessage("Design", "CA1050:Declare types in namespaces", Justification = "The runtime finds it by this name, without a namespace.")]
[SuppressMessage("Design", "MA0047:Declare types in namespaces", Justification = "The runtime finds it by this name, without a namespace.")]
internal static class StartupHook
{
    public static void Initialize() => new Thread(Listener.Listen) { IsBackground = true, Name = "Probe" }.Start();
}
