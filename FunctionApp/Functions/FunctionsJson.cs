using System.Text.Json;
using System.Text.Json.Serialization;
using FunctionApp.Clients.Graph;

namespace FunctionApp.Functions;

/// <summary>What the functions read and write as JSON, compiled ahead.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(Identity))]
[JsonSerializable(typeof(IReadOnlyList<GraphGroup>))]
[JsonSerializable(typeof(OrderRequest))]
[JsonSerializable(typeof(OverviewOfUser))]
[JsonSerializable(typeof(ResourceDocument))]
internal sealed partial class FunctionsJson : JsonSerializerContext;
