using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace FunctionsWorker.Discovery;

internal sealed class LocalBindingMetadata(string name, string type, BindingDirection direction) : BindingMetadata
{
    public override string Name => name;

    public override string Type => type;

    public override BindingDirection Direction => direction;

    /// <summary><c>QueueTriggerAttribute</c> is the binding <c>queueTrigger</c>, as the worker's SDK names it.</summary>
    public static LocalBindingMetadata ForTrigger(ParameterInfo parameter, Attribute trigger)
    {
        var type = trigger.GetType().Name;
        if (type.EndsWith(nameof(Attribute), StringComparison.Ordinal)) type = type[..^nameof(Attribute).Length];
        return new(parameter.Name!, char.ToLowerInvariant(type[0]) + type[1..], BindingDirection.In);
    }
}
