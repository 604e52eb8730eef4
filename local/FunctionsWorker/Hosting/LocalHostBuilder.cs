using System.Reflection;
using System.Text.Json;
using FunctionsWorker.Configuration;
using FunctionsWorker.Discovery;
using FunctionsWorker.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FunctionsWorker.Hosting;

/// <summary>The web application underneath: settings in, endpoints out.</summary>
internal sealed class LocalHostBuilder
{
    private readonly Assembly _app;
    private readonly HostJson _host;
    private readonly LocalSettings _settings;
    private readonly IReadOnlyList<string> _overridden;

    private LocalHostBuilder(WebApplicationBuilder web, Assembly app, HostJson host, LocalSettings settings, IReadOnlyList<string> overridden)
    {
        Web = web;
        _host = host;
        _settings = settings;
        _overridden = overridden;
        _app = app;
    }

    public WebApplicationBuilder Web { get; }

    /// <summary>Where functions are looked for; the app's whole assembly when null.</summary>
    public IReadOnlyCollection<Type>? FunctionTypes { get; set; }

    public static LocalHostBuilder Create(string[] args, Assembly app)
    {
        StartFailure.TellFor(app);
        AppEnvironment.RefuseAzure(Environment.GetEnvironmentVariable);
        var arguments = HostArguments.Read(args);
        var directory = arguments.ScriptRoot ?? Path.GetDirectoryName(app.Location)!;
        var environment = AppEnvironment.Name(Environment.GetEnvironmentVariable);
        var settings = LocalSettings.Read(directory);
        var host = HostJson.Read(directory, HostOverrides(settings));
        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = app.GetName().Name,
            ContentRootPath = directory,
            EnvironmentName = environment,
        });
        var overridden = AppConfiguration.AddTo(web.Configuration, app, environment, host, settings, args);
        AddServices(web, settings, arguments.Port ?? settings.Port ?? ListenAddress.DefaultPort);
        return new LocalHostBuilder(web, app, host, settings, overridden);
    }

    public WebApplication Build(IEnumerable<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
    {
        var app = Web.Build();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Host.Startup");
        var functions = FunctionScan.Scan(FunctionTypes ?? _app.GetTypes(), app.Services)
            .Where(f => !DisabledFunctions.Contains(app.Configuration, f.Name, logger)).ToList();
        var runner = new FunctionRunner(app.Services, middleware);
        StartupLog.Settings(logger, _host, _overridden);
        CustomHeaders.Use(app, _host.CustomHeaders);
        Cors.Use(app, _settings);
        FunctionRoutes.Map(app, functions, _host.RoutePrefix, runner, new ResponseWriter(app.Services.GetRequiredService<IOptions<JsonSerializerOptions>>().Value));
        app.Lifetime.ApplicationStarted.Register(() => StartupLog.Functions(logger, functions, _host.RoutePrefix, app.Services.GetRequiredService<IServer>()));
        app.Services.GetRequiredService<FunctionCatalog>().Fill(functions, runner);
        return app;
    }

    private static void AddServices(WebApplicationBuilder web, LocalSettings settings, int port)
    {
        web.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = RequestBody.Limit;
            ListenAddress.Listen(kestrel, port);
        });
        web.Host.UseDefaultServiceProvider((context, provider) =>
            provider.ValidateScopes = provider.ValidateOnBuild = context.HostingEnvironment.IsDevelopment());
        web.Logging.AddConfiguration(web.Configuration.GetSection("Logging"));
        web.Logging.AddSimpleConsole();
        web.Services.AddRouting();
        web.Services.AddSingleton<FunctionCatalog>();
        web.Services.Configure<JsonSerializerOptions>(json => json.PropertyNameCaseInsensitive = true);
        if (settings.CorsOrigins.Count > 0) web.Services.AddCors();
    }

    private static IConfiguration HostOverrides(LocalSettings settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Values.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value)))
        .AddEnvironmentVariables()
        .Build()
        .GetSection("AzureFunctionsJobHost");
}
