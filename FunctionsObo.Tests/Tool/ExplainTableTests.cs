using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using FunctionsObo.Authentication;
using FunctionsObo.Logging;
using FunctionsObo.OnBehalfOf.Exchange;
using FunctionsObo.Tool.Explaining;
using TestSupport;

namespace FunctionsObo.Tests.Tool;

/// <summary>What <c>explain</c> knows is what the engine says.</summary>
public sealed partial class ExplainTableTests
{
    [Fact]
    public void The_problem_codes_are_those_that_the_engine_answers()
    {
        var written = Repository.Sources("FunctionsObo").Select(File.ReadAllText).SelectMany(source => Code().Matches(source)).Select(match => match.Groups["code"].Value);
        var inTables = File.ReadAllText(Repository.PathOf("FunctionsObo/Authorization/AccessProblems.cs"));

        Assert.Equal(
            written.Concat(Tuple().Matches(inTables).Select(match => match.Groups["code"].Value)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            ProblemCodes.Known.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_reason_to_refuse_a_token_is_known() => Assert.All(
        Enum.GetValues<TokenRefusal>().Where(refusal => refusal != TokenRefusal.None),
        refusal => Assert.True(ProblemCodes.IsKnown(RefusalProblems.Of(TokenVerdict.Refuse(refusal)).Code)));

    [Fact]
    public void No_number_is_written_twice() => Assert.Equal(EntraNumbers.Known.Distinct().Count(), EntraNumbers.Known.Count());

    [Fact]
    public void Each_fault_of_the_registration_says_what_is_wrong_and_what_to_do() =>
        Assert.All(RegistrationFault.Numbers, number => Assert.NotNull(EntraNumbers.Explain(number).Fix));

    public static TheoryData<string> NetworkFaults => [.. AllNetworkFaults.Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> AllNetworkFaults =>
    [
        .. ((SocketError[])[SocketError.HostNotFound, SocketError.ConnectionRefused, SocketError.ConnectionReset, SocketError.NetworkUnreachable, SocketError.TimedOut, SocketError.OperationAborted])
            .Select(error => NetworkFault.Of(new SocketException((int)error))!.Value.ToString()),
        .. ((HttpRequestError[])[HttpRequestError.ProxyTunnelError, HttpRequestError.NameResolutionError, HttpRequestError.ResponseEnded, HttpRequestError.InvalidResponse, HttpRequestError.ConfigurationLimitExceeded, HttpRequestError.SecureConnectionError])
            .Select(error => NetworkFault.Of(new HttpRequestException(error))!.Value.ToString()),
        .. ((string[])["RemoteCertificateNameMismatch", "NotTimeValid", "UntrustedRoot", "Revoked", "nothing known"])
            .Select(message => NetworkFault.Of(new AuthenticationException(message))!.Value.ToString()),
    ];

    [Theory]
    [MemberData(nameof(NetworkFaults))]
    public void What_the_log_says_of_the_network_is_known(string cause)
    {
        var explanation = NetworkCauses.FindIn($"No token for Graph: Unavailable (login.example:443: {cause}; 0 more)");

        Assert.NotNull(explanation);
        Assert.StartsWith(explanation.Subject == "TLS failed" ? "TLS failed" : "", cause, StringComparison.Ordinal);
        Assert.False(explanation.Subject == "TLS failed" && cause.Contains(':', StringComparison.Ordinal), $"'{cause}' has no advice of its own");
    }

    /// <summary>As problems are written: a member, or an argument beside a status, or of the two short forms for tokens.</summary>
    [GeneratedRegex("""(\bCode = |HttpStatusCode\.\w+, |(Malformed|Invalid)\()"(?<code>[a-z_]+)\u0022""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex("""=> \("(?<code>[a-z_]+)",""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tuple();
}
