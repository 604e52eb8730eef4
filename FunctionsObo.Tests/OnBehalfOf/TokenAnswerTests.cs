using System.Text;
using FunctionsObo.OnBehalfOf.Exchange;

namespace FunctionsObo.Tests.OnBehalfOf;

public sealed class TokenAnswerTests
{
    [Theory]
    [InlineData("""{"access_token":"a~!","token_type":"Bearer","expires_in":1}""")]
    [InlineData("""{"token_type":"bearer","expires_in":"3599","ext_expires_in":0,"refresh_in":"1800","access_token":"a"}""")]
    [InlineData("""{"access_token":"a","token_type":"Bearer"}""")]
    [InlineData("""{"access_token":"a","token_type":"Bearer","expires_in":2147483647,"more":{"access_token":5,"a":[{}]}}""")]
    public void A_token_is_printable_and_lasts(string json) => Assert.True(IsReadable(true, json));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"access_token\"")]
    [InlineData("{}")]
    [InlineData("""{"access_token":"a","token_type":"Bearer" """)]
    [InlineData("""{"access_token":"a","token_type":"Bearer"}{}""")]
    [InlineData("""{"access_token":"a"}""")]
    [InlineData("""{"access_token":"a","token_type":"pop"}""")]
    [InlineData("""{"access_token":"a","token_type":5}""")]
    [InlineData("""{"token_type":"Bearer","expires_in":3600}""")]
    [InlineData("""{"access_token":null,"token_type":"Bearer"}""")]
    [InlineData("""{"access_token":{"access_token":"a"},"token_type":"Bearer"}""")]
    [InlineData("""{"more":{"access_token":"a"},"token_type":"Bearer"}""")]
    [InlineData("""{"access_token":"a b","token_type":"Bearer"}""")]
    [InlineData("""{"access_token":"é","token_type":"Bearer"}""")]
    [InlineData("""{"access_token":"\u0041","token_type":"Bearer"}""")]
    [InlineData("""{"access_token":"a","access_token":5,"token_type":"Bearer"}""")]
    [InlineData("""{"access_token":"a","token_type":"Bearer","expires_in":0}""")]
    [InlineData("""{"access_token":"a","token_type":"Bearer","expires_in":"soon"}""")]
    [InlineData("""{"access_token":"a","token_type":"Bearer","expires_in":null}""")]
    [InlineData("""{"access_token":"a","token_type":"Bearer","expires_in":2147483648}""")]
    [InlineData("""{"access_token":"a","token_type":"Bearer","expires_in":-5,"expires_in":5}""")]
    [InlineData("""{"access_token":"a","token_type":"Bearer","ext_expires_in":-1}""")]
    [InlineData("""{"access_token":"a","token_type":"Bearer","refresh_in":99999999999999}""")]
    public void Anything_else_is_none(string json) => Assert.False(IsReadable(true, json));

    [Theory]
    [InlineData("""{"error":"invalid_grant","more":{"error":5}}""", true)]
    [InlineData("""{"error":""}""", false)]
    [InlineData("""{"error":{"code":"x"}}""", false)]
    [InlineData("""{"more":{"error":"x"}}""", false)]
    [InlineData("""{"error":"x"}{}""", false)]
    [InlineData("""["error"]""", false)]
    [InlineData("<html/>", false)]
    [InlineData("", false)]
    public void A_refusal_has_an_error(string json, bool isOne) => Assert.Equal(isOne, IsReadable(false, json));

    private static bool IsReadable(bool isSuccess, string json) => TokenAnswer.IsReadable(isSuccess, Encoding.UTF8.GetBytes(json));
}
