using IdentityWeb;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Web;

// FunctionApp's Me as Microsoft.Identity.Web's pages show it. They call the API by IDownstreamApi, which is left out here: its
// package cannot be restored together with the others. ITokenAcquisition and an HttpClient do the same with less work.
var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();

builder.Services
    .AddAuthentication(JwtBearerDefaults.AuthenticationScheme)
    .AddMicrosoftIdentityWebApi(builder.Configuration)
    .EnableTokenAcquisitionToCallDownstreamApi()
    .AddInMemoryTokenCaches();

builder.Services.AddHttpClient(Me.Graph, http => http.BaseAddress = new Uri(builder.Configuration["DownstreamApis:Graph:BaseUrl"]!));
builder.Services.AddHttpClient(Options.DefaultName)
    .AddHttpMessageHandler(() => new InstanceDiscovery(new Uri(builder.Configuration["AzureAd:Instance"]!)));

await builder.Build().RunAsync();
