import numpy as np
d=''  # run in this folder
x=np.arange(24,dtype=np.float32).reshape(2,3,4)/7
a=dict(f4=x, f8=x.astype('f8')*np.pi, f2=np.array([1,-2.5,6e-8,np.inf],'f2'), big=x.astype('>f8'), fortran=np.asfortranarray(x),
 i4=np.array([[1,-2],[3,-4]],'i4'), i8=np.array([2**53+1,-2**63],'i8'), u1=np.array([0,255],'u1'), bool=np.array([True,False]),
 names=np.array(['sit','walk\u00e9','\U0001F600 run','']), bigU=np.array(['ab','c'],dtype='>U3'), bytes=np.array([b'sit',b'walk']), scalar=np.float64(2.5), empty=np.zeros((0,6,30),'f4'), i2f=np.asfortranarray(np.arange(6,dtype='i2').reshape(2,3)))
np.savez(d+'stored.npz',**a); np.savez_compressed(d+'deflated.npz',**a)
np.save(d+'float32.npy',x); np.save(d+'int64.npy',np.array([5,-6,7],'i8')); np.save(d+'scalar.npy',np.float32(1.5))
np.save(d+'objects.npy',np.array(['a',None],dtype=object),allow_pickle=True)
np.save(d+'fields.npy',np.zeros(2,dtype=[('a','f4'),('b','i4')]))
with open(d+'version2.npy','wb') as f: np.lib.format.write_array(f,x,version=(2,0))
