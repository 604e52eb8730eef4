using System.Collections.Immutable;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsWorker.Discovery;

internal sealed class LocalFunctionDefinition(
    string name, MethodInfo method, BindingMetadata trigger, BindingMetadata? output) : FunctionDefinition
{
    private static readonly ImmutableDictionary<string, BindingMetadata> None = ImmutableDictionary<string, BindingMetadata>.Empty;

    public override string Name => name;

    public override string EntryPoint { get; } = $"{method.ReflectedType!.FullName}.{method.Name}";

    public override string PathToAssembly { get; } = method.Module.FullyQualifiedName;

    public override string Id { get; } =
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}|{method.ReflectedType!.AssemblyQualifiedName}.{method.Name}")).AsSpan(0, 8));

    public override ImmutableArray<FunctionParameter> Parameters { get; } =
        [.. method.GetParameters().Select(p => new FunctionParameter(p.Name!, p.ParameterType, p.HasDefaultValue, p.HasDefaultValue ? p.DefaultValue : null))];

    public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; } = None.Add(trigger.Name, trigger);

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings { get; } = output is null ? None : None.Add(output.Name, output);
}
