namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Where <see cref="FunctionContextHttpRequestExtensions.GetHttpRequestDataAsync"/> looks first, if it is among the features.</summary>
public interface IHttpRequestDataFeature
{
    ValueTask<HttpRequestData?> GetHttpRequestDataAsync(FunctionContext context);
}
