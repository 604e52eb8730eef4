using FunctionsWorker.Discovery;

namespace FunctionsWorker.Configuration;

/// <summary>What the process environment says before any configuration is read.</summary>
internal static class AppEnvironment
{
    /// <summary>DOTNET_ENVIRONMENT wins over AZURE_FUNCTIONS_ENVIRONMENT, as in the real worker; without either it is Development, as Core Tools set it.</summary>
    public static string Name(Func<string, string?> variable) =>
        NotEmpty(variable("DOTNET_ENVIRONMENT")) ?? NotEmpty(variable("AZURE_FUNCTIONS_ENVIRONMENT")) ?? "Development";

    /// <exception cref="FunctionStartException">This is Azure, where the local host has no business.</exception>
    public static void RefuseAzure(Func<string, string?> variable)
    {
        if (string.IsNullOrEmpty(variable("WEBSITE_INSTANCE_ID"))) return;
        throw new FunctionStartException(
            "This build is for local development and does not run in Azure. Build for Azure with 'dotnet publish FunctionApp -p:FunctionsHost=Azure' and deploy that.");
    }

    private static string? NotEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
