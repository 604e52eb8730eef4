using System.Text.Json;
using System.Text.Json.Serialization;
#if (graph)
using FunctionApp.Clients.Graph;
#endif

namespace FunctionApp.Functions;

/// <summary>What the functions read and write as JSON, compiled ahead.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(Identity))]
#if (graph)
[JsonSerializable(typeof(IReadOnlyList<GraphGroup>))]
#endif
#if (orders)
[JsonSerializable(typeof(OrderRequest))]
#endif
[JsonSerializable(typeof(ResourceDocument))]
internal sealed partial class FunctionsJson : JsonSerializerContext;
