using EntraEmulator.Clients;
using EntraEmulator.Errors;
using EntraEmulator.Faults;
using EntraEmulator.Grants;
using EntraEmulator.Hosting;
using EntraEmulator.Keys;
using EntraEmulator.Policies;
using EntraEmulator.SignIn;
using EntraEmulator.Stats;
using EntraEmulator.Tenants;
using EntraEmulator.Tokens;
using Microsoft.AspNetCore.Routing;

namespace EntraEmulator;

/// <summary>The endpoints of OAuth 2.0 put together: sign-in and tokens.</summary>
internal sealed class Protocol(
    EmulatorUrls urls, TenantDirectory directory, KeyRing keys, AccessPolicies policies, SignInRecords records, SecondFactors factors, RequestStats stats, Latest<SeenTokenRequest> seen, TokenMint mint, EntraErrorAnswer errors, FaultGate gate, TimeProvider time)
{
    private readonly Accounts _accounts = new(directory);
    private readonly OneTime<AuthorizationCode> _codes = new(AuthorizationCode.Lifetime, time);
    private readonly DeviceCodes _deviceCodes = new(time);
    private readonly Permissions _permissions = new(directory);
    private readonly PolicyCheck _check = new(policies, records, time);

    public void Map(IEndpointRouteBuilder routes)
    {
        MapSignIn(routes);
        MapTokens(routes);
    }

    private void MapSignIn(IEndpointRouteBuilder routes)
    {
        var sessions = new SignInSessions(records, policies, time);
        var consents = new Consents(directory, _permissions, _check);
        var requests = new ConsentRequests(time);
        var signInPolicies = new SignInPolicies(_check, _permissions, _accounts, time);
        var pending = new OneTime<PendingSignIn>(PendingSignIn.Lifetime, time);
        var answer = new AuthorizeAnswer(errors);
        var flow = new SignInFlow(directory, _accounts, sessions, consents, pending, _codes, answer, signInPolicies, policies, factors, time);
        new AuthorizeEndpoint(directory, flow, answer, errors, gate).Map(routes);
        new SignInPages(flow, _accounts, sessions, factors, consents, requests, pending, answer, errors).Map(routes);
        new Phone(factors).Map(routes);
        new ConsentReview(requests, consents, sessions, directory, time).Map(routes);
        new DeviceLogin(_accounts, _deviceCodes, sessions, consents, signInPolicies, factors, time).Map(routes);
        new LogoutEndpoint(urls, keys, directory, sessions, errors).Map(routes);
    }

    private void MapTokens(IEndpointRouteBuilder routes)
    {
        var refreshTokens = new RefreshTokens(time);
        var tokens = new UserTokens(mint, refreshTokens, _check);
        var assertions = new ClientAssertions(new CertificateAssertions(urls, time), new FederatedAssertions(keys, time));
        var clients = new ClientAuthenticator(directory, assertions, time);
        IGrant[] grants =
        [
            new OnBehalfOfGrant(new UserAssertions(urls, keys, directory, records, time), _permissions, tokens),
            new ClientCredentialsGrant(_permissions, mint),
            new RefreshTokenGrant(directory, refreshTokens, _permissions, tokens, records, time),
            new AuthorizationCodeGrant(_codes, _permissions, tokens, time),
            .. DeviceCodeGrant.Spellings.Select(spelling => new DeviceCodeGrant(spelling, _accounts, _deviceCodes, _permissions, tokens, time)),
        ];
        new TokenEndpoint(directory, grants, clients, new TokenRequestSubjects(directory, refreshTokens), gate, errors, stats, seen, time).Map(routes);
        new DeviceCodeEndpoint(urls, directory, clients, _deviceCodes, gate, errors).Map(routes);
    }
}
