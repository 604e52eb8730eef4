namespace Microsoft.Azure.Functions.Worker;

/// <summary>Creates the instance that a function's method is called on; register one to replace the default.</summary>
public interface IFunctionActivator
{
    /// <returns>A new instance of <paramref name="instanceType"/>, its constructor fed from the invocation's services.</returns>
    object? CreateInstance(Type instanceType, FunctionContext context);
}
