using Microsoft.AspNetCore.Authentication;

namespace DevHost.DownstreamApis.Authentication;

/// <summary>ASP.NET wants options per scheme; everything to configure is in <see cref="DownstreamApiOptions"/>.</summary>
internal sealed class BearerTokenOptions : AuthenticationSchemeOptions;
