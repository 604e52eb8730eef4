namespace FunctionsHost;

/// <summary>A function did not come to its end: it threw, or ran longer than it may.</summary>
public sealed class FunctionFailedException(string function, string reason) : Exception($"Function '{function}' failed: {reason}");
