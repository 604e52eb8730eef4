using System.Net;
using System.Net.Http.Headers;
using FunctionsObo.Errors;

namespace FunctionsObo.Downstream;

/// <summary>
/// Which version of a resource a call is for (RFC 9110 §13.1), by the entity tag that the API gave with it: <see cref="DownstreamResponse.ETag"/>,
/// or a member of its JSON. Not met by a read, the response is <see cref="DownstreamResponse.IsNotModified"/>; not met by a write, nothing is
/// changed, and a <see cref="DownstreamException"/> with status 412 says so.
/// </summary>
public sealed class Precondition
{
    private Precondition(string header, string value)
    {
        Header = header;
        Value = value;
    }

    /// <summary>The resource is not there yet: create, do not replace.</summary>
    public static Precondition IsAbsent { get; } = new("If-None-Match", "*");

    /// <summary>The resource is there: replace, do not create.</summary>
    public static Precondition IsPresent { get; } = new("If-Match", "*");

    internal string Header { get; }

    internal string Value { get; }

    /// <summary>Whether the caller has a version, and wants another.</summary>
    internal bool IsForAnother => Header == IsAbsent.Header;

    /// <summary>The resource is still this version: for a write that must not undo somebody else's (<c>If-Match</c>).</summary>
    /// <param name="etag">The entity tag, with its quotation marks.</param>
    /// <exception cref="ProblemException">It is no entity tag. Not caught, it becomes a 400: entity tags come from clients.</exception>
    public static Precondition IsVersion(string etag) => new(IsPresent.Header, Checked(etag));

    /// <summary>The resource is not this version any more: for a read of what the caller has already (<c>If-None-Match</c>).</summary>
    /// <inheritdoc cref="IsVersion"/>
    public static Precondition IsNotVersion(string etag) => new(IsAbsent.Header, Checked(etag));

    /// <summary>Header and value, as they go on the request.</summary>
    public override string ToString() => $"{Header}: {Value}";

    private static string Checked(string etag) =>
        EntityTagHeaderValue.TryParse(etag, out var tag) && tag.Tag != "*"
            ? tag.ToString()
            : throw new ProblemException(HttpStatusCode.BadRequest, "unusable_etag", "The entity tag is none: quotation marks belong to it.");
}
