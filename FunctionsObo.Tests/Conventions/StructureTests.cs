using ArchUnitNET.Domain;
using ArchUnitNET.Fluent;
using ArchUnitNET.Loader;
using FunctionsObo.Authentication;
using FunctionsObo.OpenTelemetry;
using FunctionsObo.PostgreSql;
using FunctionsObo.Tests.Conventions.Broken;
using FunctionsObo.Tests.Conventions.Broken.Caching;
using FunctionsObo.Tests.Conventions.Broken.Functions;
using FunctionsObo.Tool;
using static FunctionsObo.Tests.Conventions.StructureRules;

namespace FunctionsObo.Tests.Conventions;

/// <summary>What the product's types are named after and whom they know. Each rule is shown to fail on types that break it.</summary>
public sealed class StructureTests
{
    private static readonly string Counterexamples = typeof(TokenManager).Namespace!;
    private static readonly Architecture Product = new ArchLoader().LoadAssemblies(typeof(Caller).Assembly, typeof(TelemetryExportExtensions).Assembly, typeof(PostgreSqlTokenCacheExtensions).Assembly, typeof(CommandLine).Assembly, typeof(Program).Assembly).Build();
    private static readonly Architecture Broken = new ArchLoader().LoadNamespacesWithinAssembly(typeof(StructureTests).Assembly, Counterexamples).Build();

    [Theory]
    [InlineData("Manager")]
    [InlineData("Helper")]
    [InlineData("Util")]
    [InlineData("Service")]
    public void No_type_is_named_after_nothing(string ending) =>
        Holds(root => NoNameEndsWith(root, ending), $"{Counterexamples}.Token{ending}");

    [Fact]
    public void The_product_knows_nothing_of_the_local_stack() => Holds(root => Nowhere(root, LocalStack), typeof(Everything));

    /// <summary>The tool reads a challenge as a client does: by MSAL.</summary>
    [Fact]
    public void Nothing_outside_of_OnBehalfOf_knows_MSAL() => Holds(root => OnlyIn(root, @"OnBehalfOf|Tool\.Tokens", Msal), typeof(Everything));

    [Fact]
    public void Nothing_outside_of_Authentication_reads_tokens() => Holds(root => OnlyIn(root, "Authentication|Registration", TokenReading), typeof(Everything));

    [Fact]
    public void Nothing_but_the_calls_to_others_is_retried_or_cut_off() =>
        Holds(root => OnlyIn(root, "Downstream", Resilience), typeof(Everything));

    [Fact]
    public void Nothing_outside_of_the_export_knows_OpenTelemetry() => Holds(root => OnlyIn(root, "OpenTelemetry", Export), typeof(Everything));

    [Fact]
    public void Nothing_outside_of_the_store_in_PostgreSQL_knows_its_driver() => Holds(root => OnlyIn(root, "PostgreSql", Driver), typeof(Everything));

    [Fact]
    public void Mechanisms_are_internal() => Holds(
        root => Internal(root, @"Caching|Circuits|Authentication\.Metadata|OnBehalfOf\.Exchange|Downstream\.(Addresses|Calls|Headers)"), typeof(Loose));

    [Fact]
    public void Nobody_derives_from_a_class_that_is_not_made_for_it() => Holds(ClassesAreSealed, typeof(Loose));

    [Theory]
    [InlineData("FunctionsObo")]
    [InlineData("FunctionApp")]
    [InlineData("DevStack")]
    [InlineData("EntraEmulator")]
    [InlineData("FunctionsHost")]
    [InlineData("functions-obo", "FunctionsObo.Tool")]
    public void Rooms_know_each_other_in_one_direction(string assembly, string? root = null)
    {
        var cycles = Rooms.CyclesOf(System.Reflection.Assembly.Load(assembly), root ?? assembly);
        Assert.True(cycles.Count == 0, string.Join('\n', cycles));
    }

    [Fact]
    public void Rooms_that_know_each_other_are_found_with_the_types_that_do()
    {
        Assert.Equal(
            [
                $"""
                {Counterexamples}: (root) -> Caching -> (root)
                  (root) -> Caching: TokenUtil -> Caching.Loose
                  Caching -> (root): Caching.Loose -> TokenUtil
                """,
                $"""
                {Counterexamples}: Functions -> Caching -> Functions
                  Functions -> Caching: Functions.Everything -> Caching.Loose
                  Caching -> Functions: Caching.Loose -> Functions.Everything
                """,
            ],
            Rooms.CyclesOf(typeof(StructureTests).Assembly, Counterexamples));
        Assert.Empty(Rooms.CyclesOf(typeof(StructureTests).Assembly, typeof(StructureTests).Namespace!)); // one folder with two below
    }

    private static void Holds(Func<string, ICanBeEvaluated> rule, System.Type brokenBy) => Holds(rule, brokenBy.FullName!);

    private static void Holds(Func<string, ICanBeEvaluated> rule, string brokenBy)
    {
        Assert.Empty(Violations(rule("(FunctionsObo|FunctionApp)"), Product).Select(violation => violation.Description));
        Assert.Equal([brokenBy], Violations(rule(Counterexamples), Broken).Select(violation => violation.EvaluatedObjectIdentifier.Identifier));
    }

    private static IEnumerable<EvaluationResult> Violations(ICanBeEvaluated rule, Architecture types) => rule.Evaluate(types).Where(result => !result.Passed);
}
