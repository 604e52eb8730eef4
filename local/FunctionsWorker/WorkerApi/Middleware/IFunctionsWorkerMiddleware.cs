namespace Microsoft.Azure.Functions.Worker.Middleware;

/// <summary>One step around every invocation. One instance serves the whole process.</summary>
public interface IFunctionsWorkerMiddleware
{
    /// <param name="context">The invocation.</param>
    /// <param name="next">The rest of the pipeline; not calling it skips the function.</param>
    Task Invoke(FunctionContext context, FunctionExecutionDelegate next);
}

public delegate Task FunctionExecutionDelegate(FunctionContext context);
