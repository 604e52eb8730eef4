using System.Text.Json.Nodes;
using EntraEmulator.Errors;

namespace EntraEmulator.Grants;

/// <summary>One grant type of the token endpoint.</summary>
internal interface IGrant
{
    /// <value>The <c>grant_type</c>.</value>
    string GrantType { get; }

    /// <value>Its name in statistics and fault scripts.</value>
    string Name { get; }

    /// <returns>The successful answer.</returns>
    /// <exception cref="EntraErrorException">The grant is refused.</exception>
    Task<JsonObject> AnswerAsync(GrantRequest request);
}
