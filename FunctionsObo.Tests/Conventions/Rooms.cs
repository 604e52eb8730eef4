using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Assembly = System.Reflection.Assembly;

namespace FunctionsObo.Tests.Conventions;

/// <summary>
/// The rooms of an assembly and who of them knows whom. A folder at the top is a room with all that is below it; what stands beside
/// the folders is one too. Constants leave no trace where they are used, so nobody knows a type by them alone.
/// </summary>
internal sealed class Rooms
{
    public const string BesideTheFolders = "(root)";

    private readonly string _root;

    /// <summary>For each arrow one type that knows another, so that there is something to look at.</summary>
    private readonly Dictionary<(string From, string To), string> _arrows;

    private Rooms(Assembly assembly, string root)
    {
        _root = root;
        _arrows = new ArchLoader().LoadNamespacesWithinAssembly(assembly, root).Build().Types
            .Where(type => IsBelow(type) && !StructureRules.IsGenerated(type))
            .SelectMany(type => Known(type).Select(known => (Arrow: (From: RoomOf(type), To: RoomOf(known)), Names: $"{NameOf(type)} -> {NameOf(known)}")))
            .Where(pair => pair.Arrow.From != pair.Arrow.To)
            .GroupBy(pair => pair.Arrow, pair => pair.Names)
            .ToDictionary(arrow => arrow.Key, arrow => arrow.Min(StringComparer.Ordinal)!);
    }

    /// <summary>Which room knows which, in the types that an assembly has below a root namespace.</summary>
    public static IReadOnlyCollection<(string From, string To)> ArrowsOf(Assembly assembly, string root) => [.. new Rooms(assembly, root)._arrows.Keys.Order()];

    /// <summary>The shortest way round through each room that has one: its rooms, and for each arrow who knows whom. Empty is good.</summary>
    public static IReadOnlyList<string> CyclesOf(Assembly assembly, string root)
    {
        var rooms = new Rooms(assembly, root);
        return [.. rooms._arrows.Keys.Select(arrow => arrow.From).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(rooms.WayRound).OfType<string[]>()
            .DistinctBy(cycle => string.Join(',', cycle.Order(StringComparer.Ordinal)), StringComparer.Ordinal)
            .Select(rooms.Describe)];
    }

    private string[]? WayRound(string start)
    {
        var ways = new Queue<string[]>([[start]]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (ways.TryDequeue(out var way))
        {
            foreach (var (_, next) in _arrows.Keys.Where(arrow => arrow.From == way[^1]).Order())
            {
                if (next == start) return way;
                if (seen.Add(next)) ways.Enqueue([.. way, next]);
            }
        }

        return null;
    }

    private string Describe(string[] cycle)
    {
        var way = cycle.Append(cycle[0]).ToArray();
        var lines = way.Zip(way.Skip(1), (from, to) => $"  {from} -> {to}: {_arrows[(from, to)]}");
        return string.Join('\n', lines.Prepend($"{_root}: {string.Join(" -> ", way)}"));
    }

    private IEnumerable<IType> Known(IType type) => type.Dependencies
        .SelectMany(dependency => dependency.TargetGenericArguments.SelectMany(Arguments).Prepend(dependency.Target))
        .Where(IsBelow);

    private static IEnumerable<IType> Arguments(GenericArgument argument) => argument.GenericArguments.SelectMany(Arguments).Prepend(argument.Type);

    // A type parameter is in no namespace.
    private bool IsBelow(IType type) => type is not GenericParameter && $"{type.Namespace.FullName}.".StartsWith($"{_root}.", StringComparison.Ordinal);

    private string RoomOf(IType type) =>
        type.Namespace.FullName == _root ? BesideTheFolders : type.Namespace.FullName[(_root.Length + 1)..].Split('.')[0];

    private string NameOf(IType type) => type.FullName[(_root.Length + 1)..];
}
