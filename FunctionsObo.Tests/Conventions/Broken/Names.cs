namespace FunctionsObo.Tests.Conventions.Broken;

// Named after nothing.
internal static class TokenManager;

internal static class TokenHelper;

internal static class TokenUtil;

internal static class TokenService;
