using FunctionsWorker.Binding;
using Microsoft.Azure.Functions.Worker.Converters;

namespace Microsoft.Azure.Functions.Worker.Http;

/// <summary>Binds the parameter from the request's body: JSON by content type, or the raw text or bytes.</summary>
public class FromBodyAttribute : InputConverterAttribute
{
    public FromBodyAttribute() : base(typeof(FromBodyConverter)) { }
}
