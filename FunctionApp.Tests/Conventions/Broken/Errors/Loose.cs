using FunctionApp.Tests.Conventions.Broken.Functions;

namespace FunctionApp.Tests.Conventions.Broken.Errors;

/// <summary>A mechanism that anybody can see and derive from; and it knows a function that knows it.</summary>
public class Loose
{
    internal Everything? Function { get; init; }
}
