namespace FunctionApp.Tests.Conventions;

/// <summary>Proof that the comparison can fail: types that are wrong on purpose, compared under the real one's name.</summary>
public class WorkerApiFormatTests
{
    private const string Worker = "Microsoft.Azure.Functions.Worker";

    [Theory]
    [InlineData(typeof(Deviations.HttpCookies), "Http", "[type] class HttpCookies")]
    [InlineData(typeof(Deviations.HttpCookies), "Http", "HttpCookies()")]
    [InlineData(typeof(Deviations.HttpCookies), "Http", "virtual string Names(int i)")]
    [InlineData(typeof(Deviations.RetryContext), "", "abstract long RetryCount { get; }")]
    [InlineData(typeof(Deviations.RetryContext), "", "virtual int MaxRetryCount { get; }")]
    [InlineData(typeof(Deviations.IFunctionActivator), "", "object CreateInstance(Type instanceType, object context)")]
    [InlineData(typeof(Deviations.SameSite), "Http", "None = 1")]
    [InlineData(typeof(Deviations.SameSite), "Http", "Lax = 2")]
    [InlineData(typeof(Deviations.FunctionAttribute), "", "[type] class FunctionAttribute : Attribute [AttributeUsage(All)]")]
    [InlineData(typeof(Deviations.FunctionAttribute), "", "FunctionAttribute(string functionName)")]
    [InlineData(typeof(Deviations.FunctionAttribute), "", "string? Name { get; set; }")]
    [InlineData(typeof(Deviations.HttpCookie), "Http", "[type] sealed class HttpCookie")]
    [InlineData(typeof(Deviations.HttpCookie), "Http", "HttpCookie(string name, string value = \"\")")]
    [InlineData(typeof(Deviations.HttpCookie), "Http", "double MaxAge { get; set; }")]
    [InlineData(typeof(Deviations.FunctionActivatorExtensions), "Core.Invocation", "static T? CreateInstance<T>(IFunctionActivator activator, object context)")]
    public void Deviation_is_reported(Type type, string space, string member) =>
        Assert.Contains($"{Name(type, space)} :: {member}", WorkerApiList.Load().Foreign(Lines(type, space)));

    [Fact]
    public void What_agrees_is_not_reported() => Assert.DoesNotContain(
        $"{Worker}.Http.HttpCookie :: string Name {{ get; set; }}",
        WorkerApiList.Load().Foreign(Lines(typeof(Deviations.HttpCookie), "Http")));

    [Theory]
    [InlineData(typeof(Deviations.SameSite), "Http", "ExplicitNone = 3")]
    [InlineData(typeof(Deviations.HttpCookies), "Http", "abstract IHttpCookie CreateNew()")]
    [InlineData(typeof(Deviations.IFunctionActivator), "", "object? CreateInstance(Type instanceType, FunctionContext context)")]
    public void Gap_is_reported(Type type, string space, string member) =>
        Assert.Contains($"{Name(type, space)} :: {member}", WorkerApiList.Load().Missing(Name(type, space), [.. Lines(type, space)]));

    private static string Name(Type type, string space) => $"{Worker}{(space.Length == 0 ? "" : $".{space}")}.{type.Name}";

    private static IEnumerable<string> Lines(Type type, string space) =>
        WorkerApiFormat.Lines(type).Select(line => line.Replace(WorkerApiFormat.FullName(type), Name(type, space), StringComparison.Ordinal));
}
