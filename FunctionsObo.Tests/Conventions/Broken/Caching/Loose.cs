using FunctionsObo.Tests.Conventions.Broken.Functions;

namespace FunctionsObo.Tests.Conventions.Broken.Caching;

/// <summary>A mechanism that anybody can see and derive from; and it knows a function that knows it, and one that stands beside the folders.</summary>
public class Loose
{
    internal Everything? Function { get; init; }

    internal static Type Util => typeof(TokenUtil);
}
