using FunctionsObo.Tests.Conventions.Broken.Caching;

namespace FunctionsObo.Tests.Conventions.Broken;

// Named after nothing.
internal static class TokenManager;

internal static class TokenHelper;

// And knows a folder that knows it.
internal static class TokenUtil
{
    public static Loose Unused { get; } = new();
}

internal static class TokenService;
