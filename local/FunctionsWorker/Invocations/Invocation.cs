using FunctionsWorker.Discovery;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Context.Features;
using Microsoft.Extensions.DependencyInjection;

namespace FunctionsWorker.Invocations;

/// <summary>One invocation. What not every function needs (id, scope, trace, linked cancellation) is made when first asked for.</summary>
internal sealed class Invocation : FunctionContext, IAsyncDisposable
{
    private readonly IServiceScopeFactory _scopes;
    private readonly CancellationToken _callerGone;
    private readonly CancellationToken _hostStopping;
    private readonly InvocationBindings _bindings;
    private readonly InvocationIdentity _identity;
    private CancellationTokenSource? _cancellation;
    private AsyncServiceScope? _scope;
    private IServiceProvider? _services;
    private BindingContext? _bindingContext;
    private IDictionary<object, object>? _items;

    public Invocation(
        Function function, TriggerData trigger, IServiceScopeFactory scopes, CancellationToken callerGone, CancellationToken hostStopping)
    {
        _scopes = scopes;
        _callerGone = callerGone;
        _hostStopping = hostStopping;
        _bindings = new InvocationBindings(this, function, trigger);
        _identity = new InvocationIdentity(function.Definition.Id, trigger);
        Function = function;
        Features = new InvocationFeatures();
        Features.Set(_bindings);
        Features.Set<FunctionInvocation>(_identity);
        Features.Set(function.Definition);
        Features.Set<IFunctionInputBindingFeature>(new ArgumentBinding(function));
    }

    public Function Function { get; }

    public InvocationBindings Bindings => _bindings;

    public override string InvocationId => _identity.Id;

    public override string FunctionId => _identity.FunctionId;

    public override TraceContext TraceContext => _identity.TraceContext;

    public override FunctionDefinition FunctionDefinition => Function.Definition;

    public override IInvocationFeatures Features { get; }

    public override BindingContext BindingContext => _bindingContext ??= new InvocationBindingContext(_bindings.Trigger);

    // Null for HTTP triggers in the real worker too, although the type does not say so.
    public override RetryContext RetryContext => null!;

    public override IDictionary<object, object> Items
    {
        get => _items ??= new Dictionary<object, object>();
        set => _items = value;
    }

    public override IServiceProvider InstanceServices
    {
        get => _services ??= (_scope = _scopes.CreateAsyncScope()).Value.ServiceProvider;
        set => _services = value;
    }

    public override CancellationToken CancellationToken
    {
        get
        {
            if (_cancellation is { } existing) return existing.Token;
            var linked = CancellationTokenSource.CreateLinkedTokenSource(_callerGone, _hostStopping);
            if (Interlocked.CompareExchange(ref _cancellation, linked, comparand: null) is not { } first) return linked.Token;
            linked.Dispose();
            return first.Token;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_scope is { } scope) await scope.DisposeAsync();
        _cancellation?.Dispose();
    }

    private sealed class InvocationBindingContext(TriggerData trigger) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => trigger.BindingData;
    }
}
