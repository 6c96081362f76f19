using PolicyGen.Evaluation.Knowledge;
using PolicyGen.Resources;

namespace PolicyGen.Evaluation;

/// <summary>
/// The same child from up to three places: as it exists, as its parent describes it inline, and as a resource of its own in
/// the run. A parent that is deployed changes what exists; the resource of its own comes after its parent.
/// </summary>
internal sealed class InlineLayers
{
    private ArmResource? _existing;
    private ArmResource? _inline;
    private ArmResource? _written;

    /// <summary>What is left when all is deployed; null while there is nothing.</summary>
    public ArmResource? Effective { get; private set; }

    public void Add(ArmResource resource, bool isInline)
    {
        if (isInline)
            _inline = resource;
        else if (resource.Origin == ResourceOrigin.Existing)
            _existing = resource;
        else
            _written = resource;
        Effective = Combine();
    }

    private ArmResource? Combine()
    {
        // What exists is written anew; it no longer counts.
        if (_written is not null)
            return _inline is null ? _written : InlineChildren.Merge(_inline, _written);
        if (_inline is null || _existing is null)
            return _inline ?? _existing;
        return _inline.Origin == ResourceOrigin.Request ? InlineChildren.Merge(_existing, _inline) : InlineChildren.Merge(_inline, _existing);
    }
}
