using System.Diagnostics;
using OpenTelemetry;

namespace FunctionsObo.OpenTelemetry;

/// <summary>
/// Takes out of the addresses that HttpClient puts on its spans what is nobody's business: the query, and ids and mail addresses of people in the path.
/// (The framework leaves of a query only an asterisk, unless a switch of its own says otherwise.)
/// </summary>
internal sealed class PublicAddresses : BaseProcessor<Activity>
{
    private const string Address = "url.full";

    public override void OnEnd(Activity data)
    {
        if (data.Kind != ActivityKind.Client || data.GetTagItem(Address) is not string address) return;

        var path = address.IndexOf('?', StringComparison.Ordinal) is >= 0 and var query ? address[..query] : address;
        path = Telemetry.PublicPath(path);
        if (path.Length != address.Length) data.SetTag(Address, path);
    }
}
