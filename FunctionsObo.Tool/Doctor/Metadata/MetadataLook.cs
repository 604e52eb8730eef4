using FunctionsObo.Authentication.Metadata;
using FunctionsObo.Logging;

namespace FunctionsObo.Tool.Doctor.Metadata;

/// <summary>What the engine says of the identity platform's metadata: it, or why there is none.</summary>
internal sealed record MetadataLook(PlatformMetadata? Metadata, MetadataTrouble Trouble, string Cause)
{
    public static async Task<MetadataLook> ReadAsync(Examination patient, CancellationToken cancellationToken)
    {
        try
        {
            return new(await patient.Engine.Get<MetadataReader>().ReadAsync(cancellationToken), MetadataTrouble.None, "");
        }
        catch (MetadataException refused)
        {
            return new(null, refused.IsAboutIssuer ? MetadataTrouble.Issuer : MetadataTrouble.Keys, refused.Message);
        }
        catch (UnusableMetadataException unusable)
        {
            return new(null, MetadataTrouble.Keys, unusable.Message);
        }
        catch (UnansweredException unanswered) when (!cancellationToken.IsCancellationRequested)
        {
            return new(null, MetadataTrouble.Answer, NetworkFault.Describe(unanswered, unanswered.Address, TimeSpan.Zero).ToString());
        }
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested) // of whatever type: a library's, about a document that it cannot read
        {
            return new(null, MetadataTrouble.Answer, $"its answer cannot be read ({broken.GetType().Name})");
        }
    }
}

/// <summary>What is wrong with metadata.</summary>
internal enum MetadataTrouble
{
    None,
    Answer,
    Issuer,
    Keys,
}
