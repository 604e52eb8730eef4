using System.Security.Claims;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionsObo.Benchmarks.Support;

/// <summary>A request with a token, as it comes from the host: its address becomes a URL when somebody asks for it.</summary>
internal sealed class ArrivedRequest(string token) : HttpRequestData(NoContext.Instance)
{
    private const string Address = "http://localhost:7071/api/me";

    public override HttpHeadersCollection Headers { get; } = new([KeyValuePair.Create("authorization", $"Bearer {token}")]);

    public override Uri Url => new(Address);

    public override string Method => "GET";

    public override Stream Body => Stream.Null;

    public override IReadOnlyCollection<IHttpCookie> Cookies => [];

    public override IEnumerable<ClaimsIdentity> Identities => [];

    public override HttpResponseData CreateResponse() => throw new NotSupportedException();

    /// <summary>Nothing that is measured looks at the invocation.</summary>
    private sealed class NoContext : FunctionContext
    {
        public static readonly NoContext Instance = new();

        public override string InvocationId => throw new NotSupportedException();

        public override string FunctionId => throw new NotSupportedException();

        public override TraceContext TraceContext => throw new NotSupportedException();

        public override BindingContext BindingContext => throw new NotSupportedException();

        public override RetryContext RetryContext => throw new NotSupportedException();

        public override IServiceProvider InstanceServices { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override FunctionDefinition FunctionDefinition => throw new NotSupportedException();

        public override IDictionary<object, object> Items { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override IInvocationFeatures Features => throw new NotSupportedException();
    }
}
