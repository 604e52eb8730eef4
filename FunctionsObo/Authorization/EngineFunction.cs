using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionsObo.Authorization;

/// <summary>A function that the library has, for apps only. It is answered right behind the door, so that nothing but being admitted leads to it.</summary>
/// <param name="Name">Its name; none of the app's has the same.</param>
/// <param name="AppRoles">Any of these admits an app.</param>
/// <param name="Answer">Answers who was admitted.</param>
internal sealed record EngineFunction(string Name, IReadOnlyList<string> AppRoles, FunctionAnswer Answer);

/// <summary>Makes the answer the result of the invocation.</summary>
internal delegate Task FunctionAnswer(FunctionContext context, HttpRequestData request);
