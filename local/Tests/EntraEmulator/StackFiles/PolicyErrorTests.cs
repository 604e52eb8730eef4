namespace Local.Tests.EntraEmulator.StackFiles;

/// <summary>What is wrong with policies and switches.</summary>
public sealed class PolicyErrorTests
{
    public static TheoryData<string, string?, string[]> Files => new()
    {
        { "policies", "{}", ["6:13: policies is an object, which is no list. Write one: [ … ]."] },
        { "policies", """[{ "api": "cheese" }]""", ["6:23: policies[0].api is \"cheese\", and there is no such API. Known: functions."] },
        { "policies", """[{ "user": "zoe" }]""", ["6:24: policies[0].user is \"zoe\", and there is no such user. There is no user at all: add it."] },
        { "policies", """[{ "require": "twoFactors" }]""", ["6:27: policies[0].require is \"twoFactors\", which is no word of these: mfa, block, nothing, adminConsent. Write one such as \"mfa\"."] },
        { "policies", """[{ "authenticationContext": "c0" }]""", ["6:41: policies[0].authenticationContext is \"c0\", which is no authentication context from c1 to c99. Write one such as \"c1\"."] },
        { "policies", """[{ "signInFrequencySeconds": -1 }]""", ["6:42: policies[0].signInFrequencySeconds is -1, which is no number of seconds from 0 to 2147483647. Write one."] },
        {
            "policies", """[{ "id": "5f0e7c1a-8a35-4d0c-9d5e-2b8f7a6c4d34" }, { "id": "5F0E7C1A-8A35-4D0C-9D5E-2B8F7A6C4D34" }]""",
            ["6:72: policies[1].id is \"5F0E7C1A-8A35-4D0C-9D5E-2B8F7A6C4D34\", as policies[0].id in line 6 is. Each policy has an id of its own: change one."]
        },
        { "policies", """[{ "apis": [] }]""", ["6:16: policies[0].apis is unknown. Did you mean \"api\"?"] },
        { "signIn", """{ "numberMatching": "yes" }""", ["6:31: signIn.numberMatching is \"yes\", which is neither true nor false. Write one of them."] },
        { "signIn", """{ "cookies": true }""", ["6:13: signIn.cookies is unknown. Known here: numberMatching, thirdPartyCookies, consentRequests."] },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void A_wrong_file_is_told_where_and_how(string section, string? json, string[] errors) =>
        Assert.Equal(errors.Select(error => $"stack.json:{error}"), StackText.ErrorsOf(StackText.Lines(section, json)));
}
