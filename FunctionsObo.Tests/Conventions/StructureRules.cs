using System.Text.RegularExpressions;
using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using ArchUnitNET.Fluent.Syntax.Elements.Types;
using FunctionApp.Functions;
using FunctionsObo.Errors;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace FunctionsObo.Tests.Conventions;

/// <summary>How the product's types may be named and know each other. Each rule is for all types below a root namespace.</summary>
internal static class StructureRules
{
    public const string Msal = @"^Microsoft\.Identity\.Client(\.|$)";
    public const string TokenReading = @"^(Microsoft|System)\.IdentityModel(\.|$)";
    public const string Export = @"^(OpenTelemetry|Azure\.Monitor)(\.|$)";
    public const string Driver = @"^Npgsql(\.|$)";
    public const string Resilience = @"^Polly(\.|$)";
    /// <summary>What the worker's SDK writes into a Functions app.</summary>
    private const string Generated = "^(DirectFunctionExecutor|GeneratedFunctionMetadataProvider|Function(Executor|MetadataProvider)AutoStartup)$";

    public const string LocalStack = @"^(FunctionsHost|EntraEmulator|DevStack|DevHost)(\.|$)";

    public static ICanBeEvaluated NoNameEndsWith(string root, string ending) => Below(root).Should().NotHaveNameEndingWith(ending);

    /// <summary>Only these folders know types of such namespaces.</summary>
    public static ICanBeEvaluated OnlyIn(string root, string folders, string namespaces) => Below(root)
        .And().DoNotResideInNamespaceMatching($@"^{root}\.({folders})(\.|$)")
        .Should().NotDependOnAny(Namespaces(namespaces));

    public static ICanBeEvaluated Nowhere(string root, string namespaces) => Below(root).Should().NotDependOnAny(Namespaces(namespaces));

    /// <summary>These folders show nothing to other assemblies.</summary>
    public static ICanBeEvaluated Internal(string root, string folders) => Below(root)
        .And().ResideInNamespaceMatching($@"^{root}\.({folders})(\.|$)").And().AreNotNested()
        .Should().NotBePublic();

    public static ICanBeEvaluated ClassesAreSealed(string root) => Classes().That()
        .ResideInNamespaceMatching($@"^{root}(\.|$)").And().AreNotAbstract().And().DoNotHaveNameMatching(Generated).And().DoNotHaveNameMatching($"^{nameof(ProblemException)}$")
        .Should().BeSealed();

    /// <summary>Whether the worker's SDK wrote a type, and not we.</summary>
    public static bool IsGenerated(IType type) => Regex.IsMatch(type.Name, Generated, RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);

    private static GivenTypesConjunction Below(string root) => Types().That().ResideInNamespaceMatching($@"^{root}(\.|$)");

    private static GivenTypesConjunction Namespaces(string pattern) => Types(includeReferenced: true).That().ResideInNamespaceMatching(pattern);
}
