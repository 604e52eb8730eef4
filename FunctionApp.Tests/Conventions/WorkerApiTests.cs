using FunctionsWorker;

namespace FunctionApp.Tests.Conventions;

public class WorkerApiTests
{
    private static readonly WorkerApiList Real = WorkerApiList.Load();

    public static TheoryData<Type> WorkerTypes =>
        [.. typeof(FunctionStartException).Assembly.GetExportedTypes().Where(t => t.Namespace!.StartsWith("Microsoft.", StringComparison.Ordinal))];

    [Fact]
    public void Lists_are_there() => Assert.True(Real.Count > 300);

    [Theory]
    [MemberData(nameof(WorkerTypes))]
    public void Type_and_members_are_those_of_the_real_worker(Type type) => None(Real.Foreign(WorkerApiFormat.Lines(type)));

    [Theory]
    [MemberData(nameof(WorkerTypes))]
    public void What_an_app_implements_or_lists_is_whole(Type type) =>
        None(Real.Missing(WorkerApiFormat.FullName(type), [.. WorkerApiFormat.Lines(type)]));

    [Fact]
    public void Everything_else_that_is_public_stands_in_the_workers_own_namespace() => Assert.All(
        typeof(FunctionStartException).Assembly.GetExportedTypes(),
        type => Assert.True(
            type.Namespace is { } name && (name.StartsWith("Microsoft.", StringComparison.Ordinal) || name == "FunctionsWorker"),
            $"{type} is public in a namespace of neither the worker's API nor this library."));

    // Assert.Empty would cut the lines off.
    private static void None(IReadOnlyList<string> lines) => Assert.True(lines.Count == 0, string.Join('\n', lines));
}
