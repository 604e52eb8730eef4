using System.Linq.Expressions;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsWorker.Discovery;

/// <summary>Calls a function's method through a delegate compiled at start, on an instance of its own per invocation.</summary>
internal sealed class MethodInvoker
{
    private readonly Type _type;
    private readonly ObjectFactory? _create;
    private readonly Func<object?, object?[], ValueTask<object?>> _call;

    private MethodInvoker(Type type, ObjectFactory? create, Func<object?, object?[], ValueTask<object?>> call)
    {
        _type = type;
        _create = create;
        _call = call;
    }

    public static MethodInvoker For(MethodInfo method)
    {
        var instance = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(object[]));
        var call = Expression.Call(
            method.IsStatic ? null : Expression.Convert(instance, method.ReflectedType!),
            method,
            method.GetParameters().Select((p, i) => Expression.Convert(Expression.ArrayIndex(arguments, Expression.Constant(i)), p.ParameterType)));
        var lambda = Expression.Lambda<Func<object?, object?[], ValueTask<object?>>>(AsValueTask(call), instance, arguments);
        var create = method.IsStatic ? null : ActivatorUtilities.CreateFactory(method.ReflectedType!, Type.EmptyTypes);
        return new MethodInvoker(method.ReflectedType!, create, lambda.Compile());
    }

    public ValueTask<object?> InvokeAsync(FunctionContext context, IFunctionActivator? activator, object?[] arguments)
    {
        var instance = _create is null ? null
            : activator is null ? _create(context.InstanceServices, arguments: null)
            : activator.CreateInstance(_type, context);
        return _call(instance, arguments);
    }

    private static Expression AsValueTask(MethodCallExpression call)
    {
        if (call.Type == typeof(void)) return Expression.Block(call, Expression.Default(typeof(ValueTask<object?>)));
        var (adapter, argument) = call.Type == typeof(Task) ? (Adapter(nameof(AwaitTask)), (Expression)call)
            : Result(call.Type) is { } result ? (Adapter(nameof(AwaitResult)).MakeGenericMethod(result), call)
            : (Adapter(nameof(FromValue)), Expression.Convert(call, typeof(object)));
        return Expression.Call(adapter, argument);
    }

    private static Type? Result(Type type) =>
        type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Task<>) ? type.GetGenericArguments()[0] : null;

    private static MethodInfo Adapter(string name) => typeof(MethodInvoker).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;

    private static async ValueTask<object?> AwaitTask(Task task)
    {
        await task;
        return null;
    }

    private static async ValueTask<object?> AwaitResult<T>(Task<T> task) => await task;

    private static ValueTask<object?> FromValue(object? value) => new(value);
}
