using FunctionApp.Authentication;

namespace FunctionApp.OnBehalfOf;

/// <summary>
/// What a downstream token is kept by. The assertion's hash stands for user, tenant and client at once, since all three are in
/// what is hashed; the target stands for our own client and the scopes.
/// </summary>
internal readonly record struct TokenKey(TokenHash Assertion, TokenTarget Target);
