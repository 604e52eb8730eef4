using FunctionsObo.Tests.Conventions.Broken.Functions;

namespace FunctionsObo.Tests.Conventions.Broken.Caching;

/// <summary>A mechanism that anybody can see and derive from; and it knows a function that knows it.</summary>
public class Loose
{
    internal Everything? Function { get; init; }
}
